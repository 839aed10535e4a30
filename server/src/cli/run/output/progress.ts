import { stripVTControlCharacters } from 'node:util';
import type { Notifications } from '#protocol/methods';
import type { EventView } from '#protocol/methods/records';
import { visible } from '#protocol/shown/visible';
import { durationText } from '../../terminal/durationText';
import type { Messages } from '../../terminal/messages';
import { paint, type Style } from '../../terminal/paint';
import type { Terminal } from '../../terminal/terminal';

/** Events told by their summary, and how. Steps have lines of their own. */
const told: Readonly<Record<string, Style>> = {
  'attempt.retry': 'warning',
  'decision.denied': 'bad',
  'decision.warned': 'warning',
  'step.error_handled': 'warning',
  'preview.recorded': 'quiet',
  'preview.hunks_rejected': 'quiet',
  'approval.granted': 'quiet',
  'approval.rejected': 'warning',
  'approval.expired': 'warning',
  'check.failed': 'warning',
  'checkpoint.created': 'quiet',
  'resource.warning': 'warning',
  'routing.empty': 'quiet',
};

/** Says on stderr what a run is doing: a line per start and end of a step, and the output of its children as it comes. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #messages: Messages;
  readonly #startedMs = new Map<string, number>();
  readonly #partial = new Map<string, string>();

  constructor(terminal: Terminal, messages: Messages) {
    this.#terminal = terminal;
    this.#messages = messages;
  }

  event(event: EventView): void {
    const step = event.step_id ?? '';
    switch (event.type) {
      case 'step.started':
        this.#startedMs.set(step, Date.parse(event.ts));
        this.#say('strong', this.#messages.stepStarted(step));
        return;
      case 'step.succeeded':
        this.#succeeded(event, step);
        return;
      case 'step.failed':
        this.#ended(event, 'bad', this.#messages.told(event.summary));
        return;
      case 'step.skipped':
        this.#ended(event, 'quiet', this.#messages.told(event.summary));
        return;
      default:
        this.#other(event);
    }
  }

  /** Output of a child, at a screen only; its lines carry the step and cannot steer the terminal. */
  output({ step_id, stream, text }: Notifications['output/appended']): void {
    if (!this.#terminal.isScreen) {
      return;
    }
    const key = `${step_id}\n${stream}`;
    const lines = `${this.#partial.get(key) ?? ''}${text}`.split('\n');
    this.#partial.set(key, lines.pop() ?? '');
    for (const line of lines) {
      this.#line(step_id, line);
    }
  }

  /** What was carried over from another run did not begin in this one. */
  #succeeded(event: EventView, step: string): void {
    if (this.#startedMs.has(step)) {
      this.#ended(event, 'good', `${this.#messages.ok} ${step}`);
    } else {
      this.#ended(event, 'quiet', this.#messages.told(event.summary));
    }
  }

  #ended(event: EventView, style: Style, text: string): void {
    const step = event.step_id ?? '';
    this.#flush(step);
    const startedMs = this.#startedMs.get(step);
    const length = startedMs === undefined ? '' : ` (${durationText(Date.parse(event.ts) - startedMs)})`;
    this.#startedMs.delete(step);
    this.#say(style, `  ${text}${length}`);
  }

  #other({ type, summary }: EventView): void {
    const style = told[type];
    if (style !== undefined) {
      this.#say(style, `  ${this.#messages.told(summary)}`);
    }
  }

  #flush(step: string): void {
    for (const [key, rest] of this.#partial) {
      if (key.startsWith(`${step}\n`) && rest !== '') {
        this.#line(step, rest);
      }
    }
    this.#partial.clear();
  }

  #line(step: string, line: string): void {
    this.#say('quiet', `  ${step} | ${stripVTControlCharacters(line.replace(/\r$/, ''))}`);
  }

  #say(style: Style, line: string): void {
    this.#terminal.say(paint(this.#terminal.sayColor, style, visible(line)));
  }
}
