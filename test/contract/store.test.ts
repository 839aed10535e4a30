import { memoryStore } from '../../server/src/adapters/memoryStore';
import { describeEvents } from './storeEvents';
import { describeHistory } from './storeHistory';
import { describeRows } from './storeRows';

const open = async () => memoryStore();

describe('the store in memory', () => {
  describe('rows', () => describeRows(open));
  describe('events', () => describeEvents(open));
  describe('history', () => describeHistory(open));
});
