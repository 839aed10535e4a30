/** How long something took, in the largest units that say it: `840 ms`, `3.2 s`, `4 min 5 s`, `2 h 10 min`. */
export function durationText(ms: number): string {
  if (ms < 1000) {
    return `${Math.max(0, Math.round(ms))} ms`;
  }
  const seconds = ms / 1000;
  if (seconds < 60) {
    return `${(Math.floor(seconds * 10) / 10).toString()} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long a run or step took; undefined before it began, up to `nowMs` while it goes on. */
export function spanText(
  { started_at, ended_at }: { readonly started_at: string | null; readonly ended_at: string | null },
  nowMs?: number,
): string | undefined {
  const end = ended_at === null ? nowMs : Date.parse(ended_at);
  return started_at === null || end === undefined ? undefined : durationText(end - Date.parse(started_at));
}

/** When something happened, as the person's language writes it: the time alone when it was today. */
export function momentText(iso: string, now: Date, language: string): string {
  const moment = new Date(iso);
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return moment.toDateString() === now.toDateString()
    ? moment.toLocaleTimeString(language, time)
    : moment.toLocaleString(language, { year: 'numeric', month: 'short', day: 'numeric', ...time });
}
