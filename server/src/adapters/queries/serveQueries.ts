import { sentError } from '#protocol/threads/sentError';
import type { QueryAnswers } from '../../runtime/ports/queryPort';
import type { Answered, Asked } from './messages';

/** The other end of the line, as the thread knows it. */
interface Line {
  postMessage(message: Answered): void;
  on(event: 'message', listener: (asked: Asked) => void): unknown;
}

/** What answers questions, and has something to do while nobody asks. */
interface Answering extends QueryAnswers {
  tend(): Promise<boolean>;
  readonly isBehind: boolean;
}

/** Answers the questions of another thread, one after the other; while nobody waits, what they left behind is tended to. */
export function serveQueries(line: Line, answers: Answering): void {
  let last = Promise.resolve();
  let waiting = 0;
  line.on('message', (asked) => {
    waiting += 1;
    last = last.then(async () => {
      line.postMessage(await answered(answers, asked));
      waiting -= 1;
      let isMore = asked.method === 'tend' || answers.isBehind;
      while (isMore && waiting === 0) isMore = await answers.tend();
    });
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
    if (method === 'tend') return { id, text: 'null' };
    if (asked.isAsked) throw new Error('whoever asked has given up');
    return { id, text: JSON.stringify(await answers[method](question as never, asked)) };
  } catch (error) {
    return { id, error: sentError(error) };
  }
}
