/** Where a step is written: its line, counted from 0. */
export type StepPlaces = ReadonlyMap<string, number>;

/** Finds where the steps of a plan are written, in YAML or JSON: the first line that gives a step this id. */
export function stepPlaces(text: string, ids: readonly string[]): StepPlaces {
  const wanted = new Set(ids);
  const places = new Map<string, number>();
  for (const [line, written] of text.split(/\r?\n/).entries()) {
    for (const [, id = ''] of written.matchAll(idKey)) {
      if (wanted.has(id) && !places.has(id)) {
        places.set(id, line);
      }
    }
  }
  return places;
}

/** An `id` key with its value, in block or flow style, with or without quotes; ids have no blanks. */
const idKey = /(?:^|[\s{,-])["']?id["']?\s*:\s*["']?([A-Za-z_][\w-]*)/g;

/** Whether the beginning of a file looks like a plan, so that other files of such a name are left alone. */
export function looksLikePlan(head: string): boolean {
  return /\bplan\/1\b/.test(head) || /^\s*["']?steps["']?\s*:/m.test(head);
}
