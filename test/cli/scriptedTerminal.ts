import type { Terminal } from '../../server/src/cli/terminal/terminal';

/** A terminal of which a test writes the answers and reads what was shown. */
export interface ScriptedTerminal extends Terminal {
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly questions: readonly string[];
}

/** One answer: a line, null for the end of input, or something that happens while the question is open. */
export type ScriptedAnswer = string | null | (() => void);

/** Makes a terminal that answers in order; without answers nobody sits there. */
export function scriptedTerminal(answers: readonly ScriptedAnswer[] | undefined): ScriptedTerminal {
  const left = [...(answers ?? [])];
  const questions: string[] = [];
  let out = '';
  let said = '';
  return {
    isInteractive: answers !== undefined,
    isScreen: answers !== undefined,
    isOutScreen: false,
    outColor: false,
    sayColor: false,
    width: 100,
    questions,
    stdout: () => out,
    stderr: () => said,
    out: (text) => {
      out += text;
    },
    say: (text) => {
      said += `${text}\n`;
    },
    ask: (question, signal) => {
      questions.push(question);
      const answer = left.shift();
      if (answer === undefined) {
        return Promise.reject(new Error(`no answer is left for: ${question}`));
      }
      return typeof answer === 'function' ? happening(answer, signal) : Promise.resolve(answer);
    },
  };
}

function happening(act: () => void, signal: AbortSignal | undefined): Promise<string | null> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    act();
  });
}
