import type { Caller, Method, Params, Result } from '#protocol/methods';
import type { Composition } from '../compose';
import { createLanguage } from '../core/language/language';
import { languageTools } from '../runtime/languageTools';
import { fileLayers } from '../runtime/plans/policies';
import { dispatch } from '../transports/dispatch';
import type { LanguageDesk } from '../transports/language/languageDesk';
import { type LanguageStreams, openLanguageSession } from '../transports/language/openLanguageSession';
import type { Log } from '../transports/log';

/** What a session needs to know of the server that it is part of, and for whom it asks. */
export interface LanguageHost {
  readonly parts: Pick<Composition, 'context' | 'handlers'>;
  readonly caller: Caller;
  readonly version: string;
  readonly log: Log;
}

/** Starts a language session over a line; loaded when an editor says `initialize`, so that no other client pays. */
export function startLanguageSession(streams: LanguageStreams, host: LanguageHost): { dispose(): void } {
  return openLanguageSession(streams, languageDesk(host));
}

function languageDesk({ parts, caller, version, log }: LanguageHost): LanguageDesk {
  const { context, handlers } = parts;
  return {
    language: createLanguage(languageTools(context.tools, context.disabledTools)),
    version,
    log,
    nowMs: () => context.ports.clock.now(),
    policyLayers: async () => {
      const { layers, problems } = await fileLayers(context);
      return problems.length === 0 ? layers : null;
    },
    request: async <M extends Method>(method: M, params: Params<M>): Promise<Result<M>> => {
      const { signal } = new AbortController();
      const answer = await dispatch({ handlers, log }, { method, params, caller, signal });
      if (!answer.ok) throw new Error(`${method}: ${answer.failure.body.message}`);
      return answer.result as Result<M>;
    },
    listen: (listener) => context.bus.listen(listener),
  };
}
