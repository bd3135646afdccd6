export const ja = {
  title: '処理の状況',
  empty: '処理はありません。',
  emptyWhy: '書き出しや取り込みなど、時間のかかる処理がここに並びます。',
  statuses: {
    queued: '順番待ち',
    running: '処理中',
    done: '完了',
    partial: '一部失敗',
    failed: '失敗',
    cancelled: '中断済み',
  },
  kind: '処理',
  status: '状態',
  progress: '進み',
  started: '受付',
  finished: '終了',
  stop: '中断',
}
