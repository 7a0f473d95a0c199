import type { Preview } from '../../../../src/http/schemas/previews.ts';
import { PreviewDiff } from '../../../../src/console/parts/PreviewDiff.tsx';
import type { Pieces } from '../Gallery.tsx';

const preview: Preview = {
  id: 'p1',
  connectionId: 'c1',
  recordType: 'Contact',
  sourceName: 'Texting – Fall admits',
  state: 'finished',
  error: null,
  rowsFetched: 4210,
  sourceRows: 4210,
  complete: true,
  outcomes: { read: 4210, created: 300, updated: 612, unchanged: 3286, skipped: 0, errors: 12 },
  optOutsSet: 96,
  optInsNotApplied: 2,
  numbersChanged: 14,
  valuesCleared: 3,
  assignmentsChanged: 0,
  leftSource: null,
  leftSamples: [],
  changesByField: [
    { field: 'Mobile number', changed: 14, cleared: 0, before: '1-716-555-0100', after: '1-716-555-0190' },
    { field: 'Term', changed: 40, cleared: 3, before: null, after: 'Fall' },
  ],
  causes: [
    {
      code: 'phone_digits',
      title: 'Mobile number has 9 digits',
      kind: 'error',
      count: 9,
      remedy: 'Correct the number in the source and import the row again.',
    },
    {
      code: 'last_name_missing',
      title: 'Last name is empty',
      kind: 'error',
      count: 3,
      remedy: 'Fill it in the source and import the row again.',
    },
  ],
  samples: [
    {
      outcome: 'created',
      recordId: '0034000000YJY8QAAA',
      name: 'Maria Lopez',
      mobile: '+17165550188',
      optedOut: true,
      optInNotApplied: false,
      changes: [],
      problem: null,
    },
    {
      outcome: 'updated',
      recordId: '0034000000YJY8QAAC',
      name: 'Ana Reed',
      mobile: '+17165550190',
      optedOut: false,
      optInNotApplied: false,
      changes: [
        { field: 'Mobile number', before: '1-716-555-0100', after: '1-716-555-0190' },
        { field: 'Term', before: null, after: 'Fall' },
      ],
      problem: null,
    },
    {
      outcome: 'error',
      recordId: '0034000000YJY8QAAD',
      name: 'Sam Hale',
      mobile: null,
      optedOut: null,
      optInNotApplied: false,
      changes: [],
      problem: {
        code: 'phone_digits',
        column: 'Mobile number',
        value: '716-555-012',
        message:
          'Mobile number has 9 digits: 716-555-012. It needs 10, or 11 beginning with 1. Correct it and import the row again.',
      },
    },
  ],
  fullRunCalls: 6,
  callsSpent: 5,
  file: null,
  corrects: null,
  createdAt: '2026-11-20T15:04:00Z',
};

const nothing: Preview = {
  ...preview,
  outcomes: { read: 4210, created: 0, updated: 0, unchanged: 4210, skipped: 0, errors: 0 },
  optOutsSet: 0,
  optInsNotApplied: 0,
  numbersChanged: 0,
  valuesCleared: 0,
  changesByField: [],
  causes: [],
  samples: [],
};

const everything: Preview = {
  ...preview,
  assignmentsChanged: 1,
  leftSource: 120,
  leftSamples: [
    { id: '501', name: 'Dana Cole', mobile: '+17165550123' },
    { id: '502', name: '', mobile: null },
  ],
  samples: [
    ...preview.samples,
    {
      outcome: 'updated',
      recordId: '0034000000YJY8QAAE',
      name: 'Bartholomew-Christopher Featherstonehaugh-Cholmondeley',
      mobile: '+17165550142',
      optedOut: true,
      optInNotApplied: true,
      changes: [
        { field: 'Term', before: 'Spring', after: null },
        { field: 'Assigned to', before: 'J. Lee', after: null },
        { field: 'Texting', before: 'Opted in', after: 'Opted out' },
      ],
      problem: null,
    },
  ],
};

const firstRows: Preview = {
  ...nothing,
  complete: false,
  rowsFetched: 2000,
  sourceRows: 48_210,
  outcomes: { read: 2000, created: 2000, updated: 0, unchanged: 0, skipped: 0, errors: 0 },
};

export const pieces: Pieces = {
  plenty: <PreviewDiff preview={preview} />,
  everything: <PreviewDiff preview={everything} />,
  'nothing would change': <PreviewDiff preview={nothing} />,
  'part of the source': <PreviewDiff preview={firstRows} />,
};
