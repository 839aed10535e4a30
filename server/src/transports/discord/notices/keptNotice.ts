/** An announcement that still has buttons, as it is kept over restarts of the door. */
export interface KeptNotice {
  readonly approval_id: string;
  readonly digest: string;
  readonly nonce: string;
  readonly channel_id: string;
  readonly message_id: string;
  /** How many had agreed when it was last written. */
  readonly votes: number;
}
