import type { Understanding } from '../understanding';
import { flowKeyTable, planJsonKeyTable, playbookKeyTable } from './foreignKeyTables';
import type { KeyTable } from './keyInfo';
import { planKeyTable, policyKeyTable } from './planKeyTable';

/** The keys that a document of this kind and format may have. */
export function keyTableOf({ kind, format }: Understanding): KeyTable {
  switch (kind) {
    case 'policy':
      return policyKeyTable;
    case 'playbook':
      return playbookKeyTable;
    case 'flow':
      return flowKeyTable;
    case 'plan':
      if (format === 'flow') return flowKeyTable;
      return format === 'plan_json' ? planJsonKeyTable : planKeyTable;
    case 'none':
      return {};
  }
}
