import { deepStrictEqual, match } from 'node:assert/strict';
import type { PreviewView } from '#protocol/methods/approvals';
import type { ShownApproval } from '../../server/src/cli/govern/approvalLines';
import { askGate, type GateAnswer } from '../../server/src/cli/run/gate/askGate';
import { english } from '../../server/src/cli/terminal/english';
import { japanese } from '../../server/src/cli/terminal/japanese';
import { englishMessages } from '../../server/src/cli/terminal/messages';
import { scriptedTerminal } from './scriptedTerminal';

const preview = (id: string, hunks: number) =>
  ({
    preview_id: id,
    path: `${id}.txt`,
    eol: 'lf',
    diff: Array.from({ length: hunks }, (_, index) => `@@ -${index} +${index} @@\n+line ${index}`).join('\n'),
    hunks: Array.from({ length: hunks }, (_, index) => ({ index })),
  }) as unknown as PreviewView;

const approval = (risk: string, previews: readonly PreviewView[] = []) =>
  ({ shown: { risk }, previews }) as unknown as ShownApproval;

async function check(
  answers: readonly (string | null)[],
  subject: ShownApproval,
  expected: unknown,
): Promise<string> {
  const terminal = scriptedTerminal(answers);
  const desk = { hasColor: false, say: terminal.say, ask: (question: string) => terminal.ask(question) };
  const answer: GateAnswer = await askGate(desk, subject, englishMessages);
  deepStrictEqual(
    answer.kind === 'hunks' ? answer.choices.map(({ accept, reject }) => [accept, reject]) : answer,
    expected,
  );
  deepStrictEqual(terminal.questions.length, answers.length);
  return terminal.stderr();
}

describe('a hold point at the terminal', () => {
  it('approves with y and leaves with q or at the end of input', async () => {
    await check(['y'], approval('medium'), { kind: 'approve' });
    await check([' Y '], approval('medium'), { kind: 'approve' });
    await check(['q'], approval('medium'), { kind: 'leave' });
    await check([null], approval('medium'), { kind: 'leave' });
    await check(['e'], approval('medium'), { kind: 'edit' });
  });

  it('takes nothing else for a consent and shows help instead', async () => {
    const said = await check(['', 'yes', 'ok', '?', 'q'], approval('medium'), { kind: 'leave' });
    match(said, /approve exactly what is shown/);
  });

  it('wants the word yes typed for high risk (GATE-29)', async () => {
    await check(['y', 'y', 'y', 'yes'], approval('high'), { kind: 'approve' });
    await check(['y', null, 'q'], approval('high'), { kind: 'leave' });
  });

  it('wants a reason for a rejection', async () => {
    await check(['n', '', '  ', 'too broad '], approval('low'), { kind: 'reject', reason: 'too broad' });
    await check(['n', null, 'q'], approval('low'), { kind: 'leave' });
  });

  it('chooses hunk by hunk over all files', async () => {
    const subject = approval('medium', [preview('a', 3), preview('b', 1)]);
    await check(['h', 'y', 'what', 'n', 'y', 'y'], subject, [
      [[0, 2], [1]],
      [[0], []],
    ]);
  });

  it('takes all hunks kept for approval, and none kept for a rejection', async () => {
    const subject = approval('medium', [preview('a', 2)]);
    await check(['h', 'y', 'y'], subject, { kind: 'approve' });
    await check(['h', 'n', 'n', 'not now'], subject, { kind: 'reject', reason: 'not now' });
  });

  it('still wants the word for high risk when all hunks are kept', async () => {
    await check(['h', 'y', 'no', 'q'], approval('high', [preview('a', 1)]), { kind: 'leave' });
  });

  it('turns back from the hunks without a decision', async () => {
    await check(['h', 'y', 'q', 'q'], approval('medium', [preview('a', 2)]), { kind: 'leave' });
    match(await check(['h', 'q'], approval('medium'), { kind: 'leave' }), /no hunks/);
  });

  it('has every text in Japanese as well', () => {
    deepStrictEqual(Object.keys(japanese), Object.keys(english));
    deepStrictEqual(Object.keys(japanese.nextStep), Object.keys(english.nextStep));
    deepStrictEqual(japanese.guide.length, english.guide.length);
  });
});
