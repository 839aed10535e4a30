import type { APIActionRowComponent, APIComponentInMessageActionRow } from '@discordjs/core';
import type { RawFile } from '@discordjs/rest';
import type { Texts } from '../texts/texts';
import { codeBlock } from './markdown';

/** A row of buttons. */
export type ButtonRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/** An answer before Discord's limits are seen to. */
export interface Reply {
  /** A few lines, always shown. */
  readonly head: string;
  /** Text of any length: below the head where it fits, attached whole where it does not. */
  readonly body?: string;
  readonly bodyName?: string;
  readonly files?: readonly RawFile[];
  readonly rows?: readonly ButtonRow[];
}

/** A message as Discord takes it. */
export interface Message {
  content: string;
  files?: RawFile[];
  components: ButtonRow[];
  allowed_mentions: { parse: [] };
}

/** What Discord takes as the text of one message. */
export const contentLimit = 2000;

/** A reply as a message: nothing is cut, nobody is mentioned. */
export function messageOf(reply: Reply, texts: Texts): Message {
  const { head, body, bodyName = 'answer.txt', files = [], rows = [] } = reply;
  const block = body === undefined ? undefined : codeBlock(body);
  const whole = block === undefined ? head : `${head}\n${block}`;
  const isAttached = body !== undefined && (block === undefined || whole.length > contentLimit);
  const content = isAttached ? `${head}\n${texts.attached}` : whole;
  const all = [...(isAttached ? [textFile(bodyName, body)] : []), ...files];
  const overflow = content.length > contentLimit;
  return {
    content: overflow ? texts.attached : content,
    components: [...rows],
    allowed_mentions: { parse: [] },
    ...(all.length === 0 && !overflow
      ? {}
      : { files: [...(overflow ? [textFile('message.txt', content)] : []), ...all] }),
  };
}

/** A text as an attachment. */
export function textFile(name: string, text: string): RawFile {
  return { name, data: Buffer.from(text, 'utf8'), contentType: 'text/plain; charset=utf-8' };
}

/** How many bytes files have together. */
export function bytesOf(files: readonly RawFile[]): number {
  return files.reduce((sum, { data }) => sum + (data instanceof Uint8Array ? data.length : 0), 0);
}
