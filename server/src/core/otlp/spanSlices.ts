/** Splits groups of spans into ones of at most `most` spans each, so that nobody waits for all of them at once. */
export function* spanSlices(groups: readonly unknown[], most: number): Generator<unknown> {
  for (const group of groups) {
    const scopes = listOf(group, 'scopeSpans');
    if (scopes === undefined || scopes.every((scope) => (listOf(scope, 'spans')?.length ?? 0) <= most)) {
      yield group;
      continue;
    }
    for (const scope of scopes) {
      for (const part of scopeSlices(scope, most)) {
        yield { ...(group as object), scopeSpans: [part] };
      }
    }
  }
}

function* scopeSlices(scope: unknown, most: number): Generator<unknown> {
  const spans = listOf(scope, 'spans');
  if (spans === undefined) {
    yield scope;
    return;
  }
  for (let at = 0; at < spans.length; at += most) {
    yield { ...(scope as object), spans: spans.slice(at, at + most) };
  }
}

function listOf(given: unknown, name: string): readonly unknown[] | undefined {
  const entries =
    given !== null && typeof given === 'object' ? (given as Record<string, unknown>)[name] : null;
  return Array.isArray(entries) ? entries : undefined;
}
