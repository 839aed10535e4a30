import type { FromRunReport, ReportDocument, ReportStrings } from '#protocol/views/report';

/** How a person left the report. */
export interface Kept {
  /** How many lines of a long list are shown, by the list's name. */
  readonly shown: Readonly<Record<string, number>>;
  readonly scrollTop: number;
}

/** Everything a report shows. */
export interface ReportState extends Kept {
  readonly strings: ReportStrings;
  readonly isTrusted: boolean;
  readonly report: ReportDocument;
}

/** What the parts of a report draw and act on. */
export interface Desk {
  readonly state: ReportState;
  say(message: FromRunReport): void;
  change(change: Partial<ReportState>): void;
}
