import { strictEqual } from 'node:assert/strict';
import type { EventView } from '#protocol/methods/records';
import { Progress } from '../../server/src/cli/run/output/progress';
import { englishMessages, type Messages, messagesIn } from '../../server/src/cli/terminal/messages';
import { scriptedTerminal } from './scriptedTerminal';

describe('what a run says of its steps', () => {
  const event = (type: EventView['type'], step_id: string, second: number, summary: string) =>
    ({ type, step_id, ts: `2026-01-31T00:00:0${second}.000Z`, summary }) as EventView;
  const run = [
    event('step.succeeded', 'look', 0, 'step look carried over from run-1'),
    event('step.started', 'find', 0, 'step find started'),
    event('step.failed', 'find', 2, "step find failed: program 'rg' was not found"),
    event('step.skipped', 'draft', 2, 'step draft skipped: run_ended'),
    event('step.started', 'note', 2, 'step note started'),
    event('step.succeeded', 'note', 3, 'step note succeeded'),
  ];
  const check = (messages: Messages, expected: readonly string[]) => {
    const terminal = scriptedTerminal([]);
    const progress = new Progress(terminal, messages);
    for (const one of run) {
      progress.event(one);
    }
    strictEqual(terminal.stderr(), `${expected.join('\n')}\n`);
  };

  it('names each once, with why it failed and how long it took', () => {
    check(englishMessages, [
      '  step look carried over from run-1',
      '> find',
      "  step find failed: program 'rg' was not found (2.0 s)",
      '  step draft skipped: run_ended',
      '> note',
      '  ok note (1.0 s)',
    ]);
  });

  it('leaves no word of English in Japanese', async () => {
    check(await messagesIn('ja'), [
      '  ステップ look の結果を run-1 から引き継ぎ',
      '> find',
      "  ステップ find が失敗: プログラム 'rg' が見つかりませんでした (2.0 s)",
      '  ステップ draft をスキップ: run_ended',
      '> note',
      '  完了 note (1.0 s)',
    ]);
  });
});
