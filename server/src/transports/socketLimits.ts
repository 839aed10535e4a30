/** Limits on what strangers and slow clients may cost. */
export interface SocketLimits {
  /** Connections that have not shown the token yet. */
  readonly strangers: number;
  readonly strangerMs: number;
  readonly strangerBytes: number;
  readonly messageBytes: number;
  /** Bytes waiting for a client that does not read, before it is dropped. */
  readonly queueBytes: number;
  /** How long what an editor held unsaved counts after it went away: a window that reloads comes back. */
  readonly unsavedMs: number;
}

/** The limits of a server in use. */
export const socketLimits: SocketLimits = {
  strangers: 32,
  strangerMs: 5000,
  strangerBytes: 64 * 1024,
  messageBytes: 64 * 1024 * 1024,
  queueBytes: 8 * 1024 * 1024,
  unsavedMs: 30_000,
};
