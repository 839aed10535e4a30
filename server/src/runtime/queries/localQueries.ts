import type { Queries, QueryAnswers } from '../ports/queryPort';

/** Answers questions in this thread: for stores that are small, and for tests. */
export function localQueries(answers: QueryAnswers): Queries {
  return {
    find: (question, signal) => answers.find(question, haltOf(signal)),
    series: (question, signal) => answers.series(question, haltOf(signal)),
    close: async () => {},
  };
}

function haltOf(signal: { readonly aborted: boolean }) {
  return {
    get isAsked() {
      return signal.aborted;
    },
  };
}
