/** What a webhook may tell of: a gate that waits, a gate that is decided, a run that is over. */
export const webhookKinds = ['approval.requested', 'approval.decided', 'run.ended'] as const;

export type WebhookKind = (typeof webhookKinds)[number];
