import { styleText } from 'node:util';

/** The few styles there are, by meaning. */
export type Style = 'good' | 'bad' | 'warning' | 'quiet' | 'strong' | 'place';

const formats = {
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  quiet: 'gray',
  strong: 'bold',
  place: 'cyan',
} as const satisfies Record<Style, Parameters<typeof styleText>[0]>;

/** Colours text for a screen that shows colours, and leaves it alone everywhere else. */
export function paint(hasColor: boolean, style: Style, text: string): string {
  return hasColor && text !== '' ? styleText(formats[style], text, { validateStream: false }) : text;
}
