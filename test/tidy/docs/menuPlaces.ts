import type { MenuEntry } from './manifest';
import { code } from './markdown';

/** The views of the side panel: what a person calls each, by its id. */
export type ViewNames = ReadonlyMap<string, string>;

/** The places other than the palette in which a command appears, in words. */
export function placesOf(
  command: string,
  menus: Readonly<Record<string, readonly MenuEntry[]>>,
  views: ViewNames,
): readonly string[] {
  const places = Object.entries(menus)
    .filter(([menu]) => menu !== 'commandPalette')
    .flatMap(([menu, entries]) =>
      entries.filter((entry) => entry.command === command).map((entry) => placeText(menu, entry, views)),
    );
  return [...new Set(places)];
}

/** When a command is offered, in words; a condition without words stands as it is written. */
export function whenText(when: string): string {
  const parts = when === '' ? [] : when.split(' && ');
  return parts.length === 0
    ? 'always'
    : [...new Set(parts)].map((part) => conditions[part] ?? code(part)).join(', ');
}

const conditions: Readonly<Record<string, string>> = {
  'workspaceFolderCount > 0': 'with a folder',
  'holdpoint.hasActiveRun': 'while a run is under way',
  'holdpoint.hasFound': 'with search results',
  'holdpoint.review.isOpen': 'while a review is open',
  'holdpoint.review.isActive': 'in a review',
  isWorkspaceTrusted: 'trusted',
};

function placeText(menu: string, { when = '', group = '' }: MenuEntry, views: ViewNames): string {
  const names = viewsOf(when, views).map((name) => `*${name}*`);
  switch (menu) {
    case 'view/item/context':
      return `${group.startsWith('inline') ? 'buttons' : 'menu'} of rows in ${names.join(', ')}`;
    case 'view/title':
      return `title of ${names.join(', ')}`;
    default:
      return menuNames[menu] ?? code(menu);
  }
}

const menuNames: Readonly<Record<string, string>> = {
  'explorer/context': 'menu of plan files in the Explorer',
  'editor/title/run': 'run button of a plan file',
  'editor/title': 'title of a diff in review',
  'comments/commentThread/context': 'button of a comment',
};

/** Which views a condition names, by `view == id` or by a pattern. */
function viewsOf(when: string, views: ViewNames): readonly string[] {
  const [, id] = /\bview == ([\w.]+)/.exec(when) ?? [];
  const [, pattern] = /\bview =~ \/(.+?)\/(?:\s|$)/.exec(when) ?? [];
  return [...views].flatMap(([view, name]) =>
    view === id || (pattern !== undefined && new RegExp(pattern).test(view)) ? [name] : [],
  );
}
