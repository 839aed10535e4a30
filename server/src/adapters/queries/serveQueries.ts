import type { QueryAnswers } from '../../runtime/queryPort';
import { sentError } from '../sentError';
import type { Answered, Asked } from './messages';

/** The other end of the line, as the thread knows it. */
interface Line {
  postMessage(message: Answered): void;
  on(event: 'message', listener: (asked: Asked) => void): unknown;
}

/** Answers the questions of another thread, one after the other. */
export function serveQueries(line: Line, answers: QueryAnswers): void {
  let last = Promise.resolve();
  line.on('message', (asked) => {
    last = last.then(async () => line.postMessage(await answered(answers, asked)));
  });
}

async function answered(answers: QueryAnswers, { id, method, question, halt }: Asked): Promise<Answered> {
  const flag = new Int32Array(halt);
  const asked = {
    get isAsked() {
      return Atomics.load(flag, 0) === 1;
    },
  };
  try {
    if (asked.isAsked) throw new Error('whoever asked has given up');
    return { id, value: await answers[method](question as never, asked) };
  } catch (error) {
    return { id, error: sentError(error) };
  }
}
