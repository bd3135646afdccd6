export const ja = {
  close: '閉じる',
  retry: 'もう一度試す',
  loading: '読み込み中',
  clear: '消す',
  problem: '表示できませんでした',
}
