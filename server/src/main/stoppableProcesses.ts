import type { Processes, ProcessRequest } from '../runtime/ports';

/** Child processes that can all be ended at once. */
export interface StoppableProcesses extends Processes {
  /** Ends every child and resolves when all are gone; none starts any more. */
  stopAll(): Promise<void>;
}

/** Keeps hold of every running child, so that none outlives a server that ends. */
export function stoppableProcesses(inner: Processes): StoppableProcesses {
  const ending = new AbortController();
  const running = new Set<Promise<unknown>>();
  const run = async (request: ProcessRequest) => {
    const own = new AbortController();
    const abort = () => own.abort();
    const signals = [request.signal, ending.signal];
    for (const signal of signals) {
      signal.addEventListener('abort', abort);
    }
    if (signals.some(({ aborted }) => aborted)) {
      abort();
    }
    const result = inner.run({ ...request, signal: own.signal });
    running.add(result);
    try {
      return await result;
    } finally {
      running.delete(result);
      for (const signal of signals) {
        signal.removeEventListener('abort', abort);
      }
    }
  };
  return {
    ...inner,
    run,
    stopAll: async () => {
      ending.abort();
      await Promise.allSettled(running);
    },
  };
}
