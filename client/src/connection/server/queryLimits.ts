/** What one question over all spans may cost; the server has limits of its own for what is not said. */
export interface QueryLimits {
  readonly seconds?: number | undefined;
  readonly spans?: number | undefined;
}

/** Limits as the settings say them. What the server would refuse is left out: it must start whatever somebody wrote there. */
export function queryLimits(seconds: unknown, spans: unknown): QueryLimits {
  return { seconds: whole(seconds, 1, 3_600), spans: whole(spans, 1_000, 100_000_000) };
}

/** The same as words for the server. */
export function queryArguments({ seconds, spans }: QueryLimits): readonly string[] {
  return [
    ...(seconds === undefined ? [] : ['--query-seconds', String(seconds)]),
    ...(spans === undefined ? [] : ['--query-spans', String(spans)]),
  ];
}

function whole(given: unknown, least: number, most: number): number | undefined {
  return typeof given === 'number' && Number.isInteger(given) && given >= least && given <= most
    ? given
    : undefined;
}
