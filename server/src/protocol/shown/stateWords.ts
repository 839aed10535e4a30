import type { Locale } from '../translation/tell';

/** How people call the states of plans, runs, steps, approvals and slots; the record and the wire keep their names. */
const words: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  allocated: { en: 'in use', ja: '使用中' },
  approved: { en: 'approved', ja: '承認済み' },
  available: { en: 'free', ja: '空き' },
  awaiting_approval: { en: 'waits for approval', ja: '承認待ち' },
  awaiting_plan_approval: { en: 'plan waits for approval', ja: 'プランが承認待ち' },
  awaiting_step_approval: { en: 'ready to run', ja: '実行可能' },
  blocked: { en: 'blocked', ja: 'ブロック中' },
  cancelled: { en: 'cancelled', ja: '中止' },
  cleaning: { en: 'being cleaned', ja: '後片付け中' },
  consumed: { en: 'granted and used', ja: '承認、使用済み' },
  denied: { en: 'denied', ja: '拒否' },
  draft: { en: 'draft', ja: '下書き' },
  error: { en: 'broken', ja: '破損' },
  expired: { en: 'expired', ja: '期限切れ' },
  failed: { en: 'failed', ja: '失敗' },
  granted: { en: 'granted', ja: '承認' },
  interrupted: { en: 'interrupted', ja: '中断' },
  paused: { en: 'paused', ja: '一時停止' },
  pending: { en: 'pending', ja: '開始前' },
  preparing: { en: 'preparing', ja: '準備中' },
  queued: { en: 'queued', ja: '順番待ち' },
  ready: { en: 'ready', ja: '準備完了' },
  rejected: { en: 'rejected', ja: '却下' },
  requested: { en: 'waits for a decision', ja: '決定待ち' },
  revoked: { en: 'revoked', ja: '取り消し' },
  running: { en: 'running', ja: '実行中' },
  skipped: { en: 'skipped', ja: 'スキップ' },
  succeeded: { en: 'succeeded', ja: '成功' },
  superseded: { en: 'superseded', ja: '置き換え済み' },
  timed_out: { en: 'timed out', ja: '時間切れ' },
  validated: { en: 'waits for approval', ja: '承認待ち' },
};

/** A state in the words of people; one that this version does not know keeps its name. */
export function stateWord(locale: Locale, state: string): string {
  return words[state]?.[locale] ?? state;
}

/** All states as they stand on their own in a view, with a capital where the language has them. */
export function stateHeadings(locale: Locale): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(words).map(([state, { [locale]: text }]) => [
      state,
      `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
    ]),
  );
}
