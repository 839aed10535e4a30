import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '#protocol/errors';
import type { PreviewView } from '#protocol/methods/approvals';
import type { CommandLine } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { previewLines } from './approvalLines';

/** `preview …`: proposed changes, whole or hunk by hunk. */
export function previewCommands(program: Command, line: CommandLine): void {
  const preview = line.noun(program, 'preview', 'proposed changes to files');
  line.verb(preview, 'show <preview>', 'show the whole diff', show);
  line
    .verb(
      preview,
      'accept <preview>',
      'keep all hunks, or only some; what remains becomes a new preview',
      accept,
    )
    .option('--hunks <indexes>', 'keep only these (0,2,…)', indexes);
  line
    .verb(preview, 'reject <preview>', 'leave out all hunks, or only some', reject)
    .option('--hunks <indexes>', 'leave out only these (0,2,…)', indexes)
    .option('--comment <text>', 'why, for whoever drafted it');
}

function indexes(text: string): readonly number[] {
  if (!/^\d+(,\d+)*$/.test(text)) {
    throw new InvalidArgumentError('Expected indexes such as 0,2.');
  }
  return text.split(',').map(Number);
}

async function show(call: Call): Promise<Outcome> {
  const door = await call.connect();
  return shown(call, await door.request('preview/show', { preview_id: call.given.argument(0) }));
}

async function accept(call: Call): Promise<Outcome> {
  const { preview, named, others } = await chosen(call);
  return await decide(call, preview, { accept: named, reject: others });
}

async function reject(call: Call): Promise<Outcome> {
  const { preview, named, others } = await chosen(call);
  return await decide(call, preview, { accept: others, reject: named });
}

interface Choice {
  readonly preview: PreviewView;
  readonly named: number[];
  readonly others: number[];
}

/** The hunks named by the option, or all of them, and the rest. */
async function chosen(call: Call): Promise<Choice> {
  const door = await call.connect();
  const preview = await door.request('preview/show', { preview_id: call.given.argument(0) });
  const all = preview.hunks.map(({ index }) => index);
  const wanted = call.given.list('hunks').map(Number);
  const unknown = wanted.find((index) => !all.includes(index));
  if (unknown !== undefined) {
    throw new AppError(
      'BAD_REQUEST',
      `${preview.preview_id} has no hunk ${unknown}; it has ${all.length}, from 0`,
    );
  }
  const named = wanted.length === 0 ? all : all.filter((index) => wanted.includes(index));
  return { preview, named, others: all.filter((index) => !named.includes(index)) };
}

async function decide(
  call: Call,
  { preview_id }: PreviewView,
  hunks: { readonly accept: number[]; readonly reject: number[] },
): Promise<Outcome> {
  const door = await call.connect();
  const text = call.given.text('comment');
  const comments = text === undefined ? [] : hunks.reject.map((hunk) => ({ hunk, text }));
  return shown(call, await door.request('preview/hunks', { preview_id, ...hunks, comments }));
}

function shown({ messages, terminal }: Call, preview: PreviewView): Outcome {
  const head = `${preview.preview_id}: ${preview.status}, ${preview.hunks.length} hunk(s)`;
  return {
    document: preview,
    text: [head, ...previewLines(preview, messages, terminal.outColor)].join('\n'),
  };
}
