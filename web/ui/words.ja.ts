export const ja = {
  close: '閉じる',
  cancel: 'キャンセル',
  retry: 'もう一度試す',
  loading: '読み込み中',
  clear: '消す',
  choose: '選んでください',
  noChoice: '該当するものはありません。',
  required: '必須',
  problem: '表示できませんでした',
  noWayBack: '元に戻せません。',
  tickFirst: '確かめて、チェックを入れてください。',
}
