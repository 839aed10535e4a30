import { z } from 'zod';

/** The webviews there are; each has its folder in media/ and its type `holdpoint.<name>`. */
export type ViewName = 'plan' | 'change' | 'trace' | 'report' | 'query' | 'compare';

/** What a view is told first, and again whenever its page has been loaded anew. */
export interface Opening<Target, Strings> {
  readonly type: 'open';
  /** What the view is about; kept with the view's own state, so that a reloaded window can open it again. */
  readonly target: Target;
  /** The folder to whose server the view speaks; kept with the target. */
  readonly root: string | null;
  /** Every text of the view in the language of the editor; `{0}` stands for a value. */
  readonly strings: Strings;
  /** Whether the workspace is trusted; where it is not, nothing that executes is offered. */
  readonly is_trusted: boolean;
}

/** What every view says beside its own messages: that it listens, and that it has a fault of its own. */
export const viewNews = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('broken'), message: z.string().max(20_000) }),
]);

/** One of {@link viewNews}. */
export type ViewNews = z.infer<typeof viewNews>;
