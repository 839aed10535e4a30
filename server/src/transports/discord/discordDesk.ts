import type { Caller, Method, Params, Result } from '#protocol/methods';
import type { Log } from '../log';
import type { Members } from './members';
import type { KeptNotice } from './notices/keptNotice';
import type { Locale } from './texts/texts';

/** Somebody in Discord with one message or press, and the most that they may. */
export interface Sender {
  readonly id: string;
  readonly message_id: string;
  readonly role: Caller['role'];
}

/** A line to the server of the workspace that acts for one sender and for nobody else. */
export interface SenderLine {
  ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
  close(): void;
}

/** What is told of the server: that it answers, what changed in its queue, how runs end, that it has gone. */
export interface Watcher {
  attached(line: SenderLine): void;
  approvalChanged(line: SenderLine, approvalId: string): void;
  runChanged(line: SenderLine, runId: string, status: string): void;
  lost(): void;
}

/** What the door of Discord works with. */
export interface DiscordDesk {
  openLine(sender: Sender): SenderLine;
  /** Watches until the returned function is called. */
  watch(watcher: Watcher): () => void;
  /** The least role that a method asks for. */
  readonly needs: (method: Method) => Caller['role'];
  readonly members: Members;
  /** Where approvals are announced; nowhere without it. */
  readonly channel: string | undefined;
  /** The one server of Discord that gets the commands; all of them without it. */
  readonly guild: string | undefined;
  /** What the workspace is called in announcements. */
  readonly workspace: string;
  /** The language of announcements; whoever asks is answered in their own. */
  readonly locale: Locale;
  readonly notices: { load(): readonly KeptNotice[]; save(kept: readonly KeptNotice[]): void };
  readonly log: Log;
}
