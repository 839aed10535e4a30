import type { Queries, QueryAnswers, QueryLine } from '../ports/queryPort';
import type { Store } from '../storePort';
import { queriesWithSpans } from './shownSpans';

/** Answers questions in this thread: for stores that are small, and for tests. */
export function localQueries(answers: QueryAnswers, store: Store): Queries {
  const line: QueryLine = {
    find: (question, signal) => answers.find(question, haltOf(signal)),
    series: (question, signal) => answers.series(question, haltOf(signal)),
    close: async () => {},
  };
  return queriesWithSpans(line, store);
}

function haltOf(signal: { readonly aborted: boolean }) {
  return {
    get isAsked() {
      return signal.aborted;
    },
  };
}
