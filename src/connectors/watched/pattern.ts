/** Whether a file is one of those wanted: `*` any signs, `?` one; case and width do not count. Hidden files never. */
export function matcher(pattern: string): (name: string) => boolean {
  const wanted = pattern
    .split(/[\s,、]+/)
    .filter(Boolean)
    .map((glob) => [...plain(glob)])
  return (name) => !name.startsWith('.') && wanted.some((glob) => matches(glob, [...plain(name)]))
}

/** Goes back to the last star only, so that no pattern takes long. */
function matches(glob: string[], name: string[]): boolean {
  let [inGlob, inName, star, starredTo] = [0, 0, -1, 0]
  while (inName < name.length) {
    if (glob[inGlob] === '*') {
      star = inGlob
      starredTo = inName
      inGlob += 1
    } else if (glob[inGlob] === '?' || glob[inGlob] === name[inName]) {
      inGlob += 1
      inName += 1
    } else if (star >= 0) {
      starredTo += 1
      inGlob = star + 1
      inName = starredTo
    } else return false
  }
  return glob.slice(inGlob).every((sign) => sign === '*')
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

export const markerOf = (name: string) => `${name}.done`
