import { type API, RESTJSONErrorCodes } from '@discordjs/core';
import { DiscordAPIError } from '@discordjs/rest';
import { AppError } from '#protocol/errors';
import type { ApprovalView } from '#protocol/methods/approvals';
import { code } from '../answers/markdown';
import { type Message, messageOf } from '../answers/reply';
import type { Nonces } from '../buttons/nonces';
import type { DiscordDesk, SenderLine } from '../discordDesk';
import { failureText } from '../failureText';
import { type Texts, textsFor } from '../texts/texts';
import type { KeptNotice } from './keptNotice';
import { closedNotice, endedNotice, openNotice } from './noticeText';

/** What announcements need. */
export interface BoardParts {
  readonly api: API;
  readonly desk: DiscordDesk;
  readonly nonces: Nonces;
  readonly channel: string;
}

/** Announces in one channel what waits, and says of each who decided; one after the other for each approval. */
export class NoticeBoard {
  readonly #parts: BoardParts;
  readonly #texts: Texts;
  readonly #open: Map<string, KeptNotice>;
  /** The last thing that is being done about each approval. */
  readonly #turns = new Map<string, Promise<void>>();
  #goneMessage: Promise<string | undefined> | undefined;

  constructor(parts: BoardParts) {
    this.#parts = parts;
    this.#texts = textsFor(parts.desk.locale);
    this.#open = new Map(parts.desk.notices.load().map((kept) => [kept.approval_id, kept]));
    for (const { approval_id, digest, nonce } of this.#open.values()) {
      const expiresAtMs = Number.POSITIVE_INFINITY;
      parts.nonces.issue({ approval_id, digest, isSingle: false, expiresAtMs }, nonce);
    }
  }

  /** Brings the channel to what the queue is now, whatever happened since it was last looked at. */
  async attached(line: SenderLine): Promise<void> {
    this.#sayBack();
    try {
      const { items } = await line.ask('approval/list', { state: 'requested', limit: 500 });
      const ids = new Set([...this.#open.keys(), ...items.map(({ approval_id }) => approval_id)]);
      await Promise.all([...ids].map((id) => this.changed(line, id)));
    } catch (error) {
      this.#fault(error);
    }
  }

  /** Announces an approval, or says what became of it. */
  changed(line: SenderLine, id: string): Promise<void> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before.then(() => this.#bringUp(line, id)).catch((error: unknown) => this.#fault(error));
    this.#turns.set(id, turn);
    return turn.finally(() => {
      if (this.#turns.get(id) === turn) {
        this.#turns.delete(id);
      }
    });
  }

  /** Says how a run ended. */
  async runEnded(line: SenderLine, run_id: string): Promise<void> {
    try {
      const run = await line.ask('run/show', { run_id });
      await this.#send(endedNotice(run, this.#place()));
    } catch (error) {
      this.#fault(error);
    }
  }

  /** Says that the server has gone, once until it is back. */
  lost(): void {
    const { workspace } = this.#parts.desk;
    const gone = messageOf({ head: this.#texts.serverGone(code(workspace)) }, this.#texts);
    this.#goneMessage ??= this.#send(gone).catch((error: unknown) => {
      this.#fault(error);
      return undefined;
    });
  }

  #sayBack(): void {
    const { api, channel, desk } = this.#parts;
    const gone = this.#goneMessage;
    this.#goneMessage = undefined;
    void gone
      ?.then(async (id) => {
        if (id !== undefined) {
          const { serverGone, serverBack } = this.#texts;
          const head = [serverGone, serverBack].map((said) => said(code(desk.workspace))).join('\n');
          await api.channels.editMessage(channel, id, messageOf({ head }, this.#texts));
        }
      })
      .catch((error: unknown) => this.#fault(error));
  }

  async #bringUp(line: SenderLine, id: string): Promise<void> {
    const approval = await found(line, id);
    if (approval === undefined) {
      this.#forget(id);
      return;
    }
    const kept = this.#open.get(id);
    if (approval.status === 'requested') {
      await (kept === undefined ? this.#announce(approval) : this.#recount(approval, kept));
    } else if (kept !== undefined) {
      await this.#close(approval, kept);
    }
  }

  async #announce(approval: ApprovalView): Promise<void> {
    const { api, channel, nonces } = this.#parts;
    const { approval_id, digest, expires_at, votes } = approval;
    const expiresAtMs = expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at);
    const nonce = nonces.issue({ approval_id, digest, isSingle: false, expiresAtMs });
    // Discord makes one message of several with the same nonce, should an answer be lost on its way.
    const made = await api.channels.createMessage(channel, {
      ...openNotice(approval, nonce, this.#place()),
      nonce: approval_id,
      enforce_nonce: true,
    });
    this.#keep({ approval_id, digest, nonce, channel_id: channel, message_id: made.id, votes: votes.length });
  }

  /** With several people needed, the message says how many have agreed. */
  async #recount(approval: ApprovalView, kept: KeptNotice): Promise<void> {
    if (kept.votes === approval.votes.length) {
      return;
    }
    this.#keep({ ...kept, votes: approval.votes.length });
    await this.#edit(kept, openNotice(approval, kept.nonce, this.#place()));
  }

  async #close(approval: ApprovalView, kept: KeptNotice): Promise<void> {
    await this.#edit(kept, closedNotice(approval, this.#place()));
    this.#forget(kept.approval_id);
  }

  /** One that somebody has removed needs no change, and what still waits is announced again when we look anew. */
  async #edit({ approval_id, channel_id, message_id }: KeptNotice, message: Message): Promise<void> {
    try {
      await this.#parts.api.channels.editMessage(channel_id, message_id, message);
    } catch (error) {
      if (!isGone(error)) {
        throw error;
      }
      this.#forget(approval_id);
    }
  }

  async #send(message: Message): Promise<string> {
    const { api, channel } = this.#parts;
    return (await api.channels.createMessage(channel, message)).id;
  }

  #place() {
    return { workspace: this.#parts.desk.workspace, texts: this.#texts };
  }

  #keep(kept: KeptNotice): void {
    this.#open.set(kept.approval_id, kept);
    this.#parts.desk.notices.save([...this.#open.values()]);
  }

  #forget(id: string): void {
    const kept = this.#open.get(id);
    if (kept !== undefined) {
      this.#parts.nonces.spend(kept.nonce);
      this.#open.delete(id);
      this.#parts.desk.notices.save([...this.#open.values()]);
    }
  }

  #fault(error: unknown): void {
    this.#parts.desk.log.error('an announcement failed', { reason: failureText(error) });
  }
}

function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
}

/** An approval, or undefined once its session was deleted. */
async function found(line: SenderLine, approval_id: string): Promise<ApprovalView | undefined> {
  try {
    return await line.ask('approval/show', { approval_id });
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
}
