import type { Opening, ViewNews } from '#protocol/views/opening';

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** What a page does when it is told something. */
export interface Listener<Target, Strings, To> {
  /** Comes first, and again when the target or the trust in the workspace changed. */
  readonly opened: (opening: Opening<Target, Strings>) => void;
  readonly told: (message: To) => void;
}

/** A page's end of the line to its panel. */
export interface Line<Kept, From> {
  post(message: From): void;
  /** Keeps how a person left the view over hiding it and reloading the window. */
  keep(state: Kept): void;
  /** How a person left the view, if ever. */
  readonly kept: Kept | undefined;
}

/** Opens a page's line to its panel and says that the page listens. */
export function openLine<Target, Strings, To extends { readonly type: string }, From, Kept>(
  listener: Listener<Target, Strings, To>,
): Line<Kept, From> {
  const api = acquireVsCodeApi();
  const remembered = (api.getState() ?? {}) as { target?: Target; root?: string | null; kept?: Kept };
  const news = (message: ViewNews) => api.postMessage(message);
  const hear = (message: Opening<Target, Strings> | To) => {
    if (message.type === 'open') {
      const opening = message as Opening<Target, Strings>;
      remembered.target = opening.target;
      remembered.root = opening.root;
      api.setState(remembered);
      listener.opened(opening);
    } else {
      listener.told(message as To);
    }
  };
  window.addEventListener('message', (event: MessageEvent<Opening<Target, Strings> | To>) =>
    hear(event.data),
  );
  window.addEventListener('error', ({ message, error }) =>
    news({ type: 'broken', message: faultText(error ?? message) }),
  );
  window.addEventListener('unhandledrejection', ({ reason }) =>
    news({ type: 'broken', message: faultText(reason) }),
  );
  news({ type: 'ready' });
  return {
    post: (message) => api.postMessage(message),
    keep: (state) => {
      remembered.kept = state;
      api.setState(remembered);
    },
    get kept() {
      return remembered.kept;
    },
  };
}

function faultText(fault: unknown): string {
  return String(fault instanceof Error ? (fault.stack ?? fault.message) : fault).slice(0, 20_000);
}
