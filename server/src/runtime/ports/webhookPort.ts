import type { WebhookKind } from '#protocol/webhooks/webhookKinds';

/** Somebody who wants to be told, as far as the record is concerned: where to and under which secret is nobody's here. */
export interface WebhookTarget {
  readonly id: string;
  readonly name: string;
  readonly kinds: readonly WebhookKind[];
  /** It is told of what happens from then on. */
  readonly created_at: string;
}

/** One message on its way; its id stays the same over all tries. */
export interface WebhookMessage {
  readonly id: string;
  readonly body: string;
}

/** How a receiver answered. */
export interface WebhookAnswer {
  readonly status: number;
  readonly retryAfterMs: number | null;
}

/** Who wants to be told by webhook, and how to tell them. */
export interface Webhooks {
  /** Those that there are now; a person may change them at any time. */
  targets(): readonly WebhookTarget[];
  /** Rejects with what went wrong on the way, in words without the path of the address and without the secret. */
  send(targetId: string, message: WebhookMessage, signal: AbortSignal): Promise<WebhookAnswer>;
}
