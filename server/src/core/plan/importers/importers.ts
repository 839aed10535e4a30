import { flow } from './flow/flow';
import type { Importer } from './importer';
import { planJson } from './planJson';

/** Every foreign format, most telling keys first. A document that none detects is read as `plan/1`. */
export const importers: readonly Importer[] = [flow, planJson];
