import { sentError } from '#protocol/threads/sentError';
import type { QueryAnswers } from '../../runtime/ports/queryPort';
import type { Answered, Asked } from './messages';

/** The other end of the line, as the thread knows it. */
interface Line {
  postMessage(message: Answered): void;
  on(event: 'message', listener: (asked: Asked) => void): unknown;
}

/** Answers the questions of another thread, one after the other; `tend` is called while nobody waits, until it is done. */
export function serveQueries(line: Line, answers: QueryAnswers, tend: () => Promise<boolean>): void {
  let last = Promise.resolve();
  let waiting = 0;
  line.on('message', (asked) => {
    waiting += 1;
    last = last.then(async () => {
      line.postMessage(await answered(answers, asked));
      waiting -= 1;
      for (let isMore = true; isMore && waiting === 0; ) isMore = await tend();
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
    if (method === 'tend') return { id, value: null };
    if (asked.isAsked) throw new Error('whoever asked has given up');
    return { id, value: await answers[method](question as never, asked) };
  } catch (error) {
    return { id, error: sentError(error) };
  }
}
