// Rosters to bring: the shared sample where it is there, and invented ones of the same shape.
import { writeFileSync } from 'node:fs';
import type { TestInfo } from '@playwright/test';
import type { Group } from './fixture.ts';
import { haveShared, sampleRoster } from './places.ts';

/** The columns of the template that the page offers. */
export const COLUMNS = 'Family ID,Relationship,First Name,Last Name,Date of Birth,Disabled,Coverage';

/** Writes a file to bring, and tells where it is. */
export function file(info: TestInfo, name: string, content: string | Buffer): string {
  const path = info.outputPath(name);
  writeFileSync(path, content);
  return path;
}

/** The first of a month, some months from the present one. */
export function firstOfMonth(monthsAhead: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsAhead, 1)).toISOString().slice(0, 10);
}

/** The place, and the days that matter for the sample's three children: before and after their birth. */
export const sample = haveShared
  ? { zip: '20001', effective: '2016-07-01', beforeBirth: '2016-04-01', birth: '2016-06-03', unbornRows: [9, 12, 13] }
  : {
      zip: '94607',
      effective: firstOfMonth(2),
      beforeBirth: firstOfMonth(-1),
      birth: firstOfMonth(1),
      unbornRows: [7, 10, 11],
    };

/** The people of the sample: four families, with or without the children. */
export function samplePeople(children: boolean): string {
  const [employee, partner] = ['1980-06-01,No,Enrolled', '1980-06-02,No,Enrolled'];
  const child = `${sample.birth},No,Enrolled`;
  const rows = [
    `1,Employee,John,Aa,${employee}`,
    `2,Employee,John,Ba,${employee}`,
    `2,Spouse,John,Bb,${partner}`,
    `3,Employee,John,Ca,${employee}`,
    `3,Spouse,John,Ca,${partner}`,
    `3,Child,John,Ca,${child}`,
    `4,Employee,John,Da,${employee}`,
    `4,Domestic Partner,John,Da,${partner}`,
    `4,Child,John,Da,${child}`,
    `4,Child,John,Db,${child}`,
  ].filter((row) => children || !row.includes('Child'));
  return [COLUMNS, ...rows, ''].join('\n');
}

/** The sample to bring. */
export function sampleGroup(info: TestInfo): Group {
  const census = haveShared ? sampleRoster : file(info, 'roster_sample.csv', samplePeople(true));
  return { census, zip: sample.zip, effective: sample.effective };
}
