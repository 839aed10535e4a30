import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { EditorModel, ModelAnswer, ModelRequest } from '#protocol/editor/models';

/** What a test has the server ask of the editor's models. */
export type ModelQuestion =
  | { readonly kind: 'list' }
  | { readonly kind: 'ask'; readonly request: ModelRequest }
  /** Calls the question off that is being asked. */
  | { readonly kind: 'stop' };

/** What came of a question: the editor's answer, or the error that it raised. */
export type ModelOutcome =
  | { readonly models: readonly EditorModel[] }
  | { readonly answer: ModelAnswer }
  | { readonly refusal: { readonly name: string; readonly code: string | null; readonly message: string } };

/** A server of a folder that asks an editor for its models when a test says so, since no step does yet. */
export interface ModelServer {
  list(): Promise<ModelOutcome>;
  ask(request: ModelRequest): Promise<ModelOutcome>;
  stop(): void;
  end(): Promise<void>;
}

/** Starts such a server in a process of its own, and waits until it listens. */
export async function startModelServer(root: string): Promise<ModelServer> {
  const child = fork(resolve('dist/test/editor/modelServer.child.mjs'), [root], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  const heard = async () => {
    const early = ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code}`)));
    const [said] = (await Promise.race([once(child, 'message'), early])) as [ModelOutcome];
    return said;
  };
  const asked = async (question: ModelQuestion) => {
    const answer = heard();
    child.send(question);
    return await answer;
  };
  await heard();
  return {
    list: () => asked({ kind: 'list' }),
    ask: (request) => asked({ kind: 'ask', request }),
    stop: () => void child.send({ kind: 'stop' } satisfies ModelQuestion),
    end: async () => {
      child.disconnect();
      await ended;
    },
  };
}
