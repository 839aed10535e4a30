import { html } from 'lit';
import '../../../media/lib/windowedList';
import type { WindowedList } from '../../../media/lib/windowedList';

/* The script of a page that shows nothing but a long list. */
const list = document.createElement('holdpoint-list') as WindowedList;
list.count = 100_000;
list.label = 'numbers';
list.rowHeight = 20;
list.renderRow = (index) => html`<span>row ${index}</span>`;
document.getElementById('view')?.append(list);
