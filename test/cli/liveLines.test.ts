import { deepStrictEqual, rejects } from 'node:assert/strict';
import { LiveLines } from '../../server/src/cli/run/output/liveLines';
import { english } from '../../server/src/cli/terminal/english';
import { englishMessages } from '../../server/src/cli/terminal/messages';
import { scriptedTerminal } from './scriptedTerminal';

describe('what a run says while a person decides', () => {
  const linesOf = (text: string) => text.split('\n').slice(0, -1);

  it('waits until the decision, then comes in order', async () => {
    const screen = scriptedTerminal(['y']);
    const live = new LiveLines(screen, englishMessages);
    live.terminal.say('before');
    await live.heldDuring(async () => {
      screen.say('the diff');
      live.terminal.say('> other');
      await screen.ask('Go on? ');
      screen.say('approved');
    });
    live.terminal.say('after');
    deepStrictEqual(linesOf(screen.stderr()), ['before', 'the diff', 'approved', '> other', 'after']);
  });

  it('comes as well when the decision fails', async () => {
    const screen = scriptedTerminal([]);
    const live = new LiveLines(screen, englishMessages);
    const gone = live.heldDuring(() => {
      live.terminal.say('> other');
      return Promise.reject(new Error('gone'));
    });
    await rejects(gone, /gone/);
    deepStrictEqual(linesOf(screen.stderr()), ['> other']);
  });

  it('keeps the last lines of much output and counts the rest', async () => {
    const screen = scriptedTerminal([]);
    const live = new LiveLines(screen, englishMessages);
    await live.heldDuring(() => {
      for (let line = 1; line <= 203; line += 1) {
        live.terminal.say(`line ${line}`);
      }
      return Promise.resolve();
    });
    const lines = linesOf(screen.stderr());
    deepStrictEqual(
      [lines[0], lines[1], lines.at(-1), lines.length],
      [english.linesLeftOut(3), 'line 4', 'line 203', 201],
    );
  });
});
