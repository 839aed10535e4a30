/** What a key on the tree can mean. */
export type TreeWish =
  | { readonly wish: 'move'; readonly by: number }
  | { readonly wish: 'page'; readonly by: number }
  | { readonly wish: 'edge'; readonly isLast: boolean }
  | { readonly wish: 'open' | 'shut' | 'details' | 'close' | 'openAll' | 'search' | 'whole' }
  | { readonly wish: 'hit' | 'error'; readonly isBack: boolean }
  | { readonly wish: 'zoom'; readonly factor: number }
  | { readonly wish: 'pan'; readonly part: number }
  | { readonly wish: 'type'; readonly letter: string };

const wishes: Readonly<Record<string, TreeWish>> = {
  ArrowDown: { wish: 'move', by: 1 },
  ArrowUp: { wish: 'move', by: -1 },
  PageDown: { wish: 'page', by: 1 },
  PageUp: { wish: 'page', by: -1 },
  Home: { wish: 'edge', isLast: false },
  End: { wish: 'edge', isLast: true },
  ArrowRight: { wish: 'open' },
  ArrowLeft: { wish: 'shut' },
  Enter: { wish: 'details' },
  ' ': { wish: 'details' },
  Escape: { wish: 'close' },
  '*': { wish: 'openAll' },
  '/': { wish: 'search' },
  '0': { wish: 'whole' },
  '+': { wish: 'zoom', factor: 0.5 },
  '=': { wish: 'zoom', factor: 0.5 },
  '-': { wish: 'zoom', factor: 2 },
  '[': { wish: 'pan', part: -0.25 },
  ']': { wish: 'pan', part: 0.25 },
};

/**
 * What a key means. Within a word that is being typed every sign belongs to it; else `n` and `N` go through what was
 * searched for while there is something.
 */
export function treeWish(
  event: KeyboardEvent,
  { hasHits, isTyping }: { readonly hasHits: boolean; readonly isTyping: boolean },
): TreeWish | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) {
    return undefined;
  }
  if (isTyping && /^\S$/u.test(event.key)) {
    return { wish: 'type', letter: event.key.toLowerCase() };
  }
  if (event.key === 'F8') {
    return { wish: 'error', isBack: event.shiftKey };
  }
  if (hasHits && event.key.toLowerCase() === 'n') {
    return { wish: 'hit', isBack: event.key === 'N' };
  }
  const known = wishes[event.key];
  if (known !== undefined) {
    return known;
  }
  return /^[\p{L}\p{N}_]$/u.test(event.key) ? { wish: 'type', letter: event.key.toLowerCase() } : undefined;
}
