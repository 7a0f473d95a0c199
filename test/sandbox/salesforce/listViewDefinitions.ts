import { TRICKY_TITLE } from './names.ts';
import type { Org } from './org.ts';
import type { RecordType } from './sandboxTypes.ts';

/** One list view as an administrator made it. */
export interface ListView {
  /** 18 characters; describe and results show the first 15. */
  id: string;
  type: RecordType;
  developerName: string;
  label: string;
  /** `everything`, `mine`, `team`, `queue_owned`, `mru`. */
  scope: string;
  /** The condition in SOQL, or null. */
  filter: string | null;
  columns: readonly string[];
  soqlCompatible: boolean;
  /** Another user's private view: the API user can't see it. */
  isPrivate: boolean;
  modifiedSecond: number;
}

type Draft = Partial<Pick<ListView, 'scope' | 'filter' | 'columns' | 'soqlCompatible' | 'isPrivate'>>;

const CONTACT_COLUMNS = ['Name', 'MobilePhone', 'Email', 'Stage__c', 'Owner.Alias'];
const LEAD_COLUMNS = ['Name', 'Company', 'MobilePhone', 'Status', 'Owner.Alias'];

const CONTACT_VIEWS: readonly (readonly [developerName: string, label: string, draft: Draft])[] = [
  ['AllContacts', 'All contacts', {}],
  ['My_fall_list', 'My fall list', { scope: 'mine', filter: "Entry_Term__c = 'Fall 2027'" }],
  ['New_last_30_days', 'New in the last 30 days', { filter: 'CreatedDate = LAST_N_DAYS:30' }],
  ['Or_view', 'Or view', { filter: `Stage__c = 'Applied' OR Title = '${TRICKY_TITLE.replace("'", "\\'")}'` }],
  ['Campaign_members', 'Campaign members', { soqlCompatible: false }],
  ['Danas_own_list', 'Dana’s own list', { isPrivate: true, filter: "Stage__c = 'Inquiry'" }],
  ['RecentlyViewedContacts', 'Recently Viewed Contacts', { scope: 'mru' }],
  [
    'Texting_Fall_admits',
    'Texting – Fall admits',
    {
      filter: "Stage__c = 'Admitted' AND Entry_Term__c = 'Fall 2027'",
      columns: [
        'Name',
        'Preferred_Name__c',
        'MobilePhone',
        'SMS_Opt_Out__c',
        'Texting_Consent__c',
        'Stage__c',
        'Owner.Alias',
      ],
    },
  ],
  [
    'Accepted_or_applied',
    'Accepted, or applied from two states',
    {
      filter:
        "(Stage__c = 'Admitted' AND Entry_Term__c = 'Fall 2027') OR " +
        "(Stage__c = 'Applied' AND MailingState IN ('TX', 'OH'))",
    },
  ],
  ['Past_the_start', 'Past the start', { filter: "NOT (Stage__c NOT IN ('Admitted', 'Enrolled') OR Email = null)" }],
  [
    'Athletes_and_nurses',
    'Athletes who make music, and nurses',
    { filter: "Interests__c INCLUDES ('Athletics;Music', 'Nursing') AND Interests__c EXCLUDES ('Study abroad')" },
  ],
  ['Apostrophes', 'Names with an apostrophe', { filter: "LastName LIKE '_\\'%' OR LastName LIKE '_’%'" }],
  [
    'Danas_households',
    'Dana’s households',
    { filter: "Owner.Name = 'Dana Whitfield' AND Account.Name LIKE 'Household 0%'" },
  ],
  [
    'Changed_lately',
    'Changed lately, made before this month',
    { filter: 'LastModifiedDate = LAST_90_DAYS AND CreatedDate < THIS_MONTH' },
  ],
  [
    'Keywords',
    'Keywords in quotes',
    { filter: `Title IN ('${TRICKY_TITLE.replace("'", "\\'")}', 'A) OR (Id != null', ' LIMIT 5 ', '\\\\')` },
  ],
  ['Agreed_to_texts', 'Agreed to texts', { filter: "toLabel(Texting_Consent__c) = 'OK to text'" }],
  ['My_teams_contacts', 'My team’s contacts', { scope: 'team', filter: 'Email != null' }],
];

const LEAD_VIEWS: readonly (readonly [developerName: string, label: string, draft: Draft])[] = [
  ['AllLeads', 'All leads', {}],
  ['My_open_leads', 'My open leads', { scope: 'mine', filter: 'IsConverted = false' }],
  [
    'Open_leads',
    'Open leads',
    { filter: "IsConverted = false AND Status IN ('Open - Not Contacted', 'Working - Contacted')" },
  ],
  ['Leads_in_queues', 'Leads in queues', { scope: 'queue_owned', filter: 'IsConverted = false' }],
];

/** The org's list views as made, Contact's first. */
export function defineListViews(org: Org, extra: number): ListView[] {
  const ids = org.idsOf('00B');
  const views: ListView[] = [];
  const add = (type: RecordType, developerName: string, label: string, draft: Draft): void => {
    views.push({
      id: ids.idOf(views.length),
      type,
      developerName,
      label,
      scope: 'everything',
      filter: null,
      columns: type === 'Contact' ? CONTACT_COLUMNS : LEAD_COLUMNS,
      soqlCompatible: true,
      isPrivate: false,
      modifiedSecond: org.nowSecond() - 86_400,
      ...draft,
    });
  };
  for (const [name, label, draft] of CONTACT_VIEWS) add('Contact', name, label, draft);
  for (const [name, label, draft] of LEAD_VIEWS) add('Lead', name, label, draft);
  for (let i = 1; i <= extra; i++) {
    const number = String(i).padStart(4, '0');
    add('Contact', `Extra_view_${number}`, `Extra view ${number}`, {
      filter: `Advisor_User_ID__c = '${1001 + (i % 5)}'`,
    });
  }
  return views;
}
