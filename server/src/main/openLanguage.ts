import type { LanguageService } from '#protocol/language/service';
import type { Caller, Method, Params, Result } from '#protocol/methods';
import type { Composition } from '../compose';
import { languageTools } from '../runtime/languageTools';
import { fileLayers } from '../runtime/plans/policies';
import { dispatch } from '../transports/dispatch';
import type { OpenLanguage } from '../transports/languageRelay';
import type { Log } from '../transports/log';

/** Who the server is to its editors, and where it writes what went wrong. */
export interface LanguageHost {
  readonly version: string;
  readonly log: Log;
}

/** How an editor's `initialize` is answered: a language session that may look at the record as its caller may. */
export function languageOpener({ context, handlers }: Composition, host: LanguageHost): OpenLanguage {
  const { log, version } = host;
  let language: LanguageService | undefined;
  return async (streams, caller) => {
    const { openLanguageSession } = await import('../transports/language/openLanguageSession');
    const { createLanguage } = await import('../core/language/language');
    language ??= createLanguage(languageTools(context.tools, context.disabledTools));
    return openLanguageSession(streams, {
      language,
      version,
      root: context.ports.workspace.root,
      log,
      nowMs: () => context.ports.clock.now(),
      policyLayers: async () => {
        const { layers, problems } = await fileLayers(context);
        return problems.length === 0 ? layers : null;
      },
      canIsolateNetwork: () => context.ports.processes.canIsolateNetwork(),
      request: async <M extends Method>(method: M, params: Params<M>) => {
        const signal = new AbortController().signal;
        const request = { method, params, caller: asViewer(caller), signal };
        const answer = await dispatch({ handlers, log }, request);
        if (!answer.ok) {
          throw new Error(answer.failure.body.message);
        }
        return answer.result as Result<M>;
      },
      listen: (listener) => context.bus.listen(listener),
    });
  };
}

/** A language session looks and decides nothing, whatever its person may do. */
function asViewer(caller: Caller): Caller {
  return { ...caller, role: 'viewer' };
}
