import type { RowCode } from './rowCodes.ts';

/** What is said about a code wherever it stands alone: what happened, why, and what to do. */
export interface RowCodeText {
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
}

export const ROW_CODE_TEXTS: Readonly<Record<RowCode, RowCodeText>> = {
  phone_missing: {
    title: 'No mobile number',
    why: 'The mobile number is empty, and a contact is somebody who can be texted.',
    remedy: 'Add the number in the source and import the row again, or leave people without one out of the source.',
  },
  phone_digits: {
    title: 'Wrong number of digits',
    why: 'A mobile number has 10 digits, or 11 beginning with 1. Digits are missing or too many.',
    remedy: 'Correct the number in the source and import the row again.',
  },
  phone_letters: {
    title: 'Letters in the mobile number',
    why: 'The number holds letters or words, so it is not certain which digits are meant.',
    remedy: 'Leave only the number in the field and import the row again.',
  },
  phone_extension: {
    title: 'Mobile number with an extension',
    why: 'An extension belongs to a switchboard, and a switchboard can’t be texted.',
    remedy: 'Enter the person’s own mobile number and import the row again.',
  },
  phone_several: {
    title: 'More than one mobile number',
    why: 'The field holds two numbers, and a contact has one.',
    remedy: 'Keep the number to text and import the row again.',
  },
  phone_spreadsheet: {
    title: 'Number changed by a spreadsheet',
    why: 'A spreadsheet took the number for a quantity and rounded it or gave it decimals: its digits are uncertain.',
    remedy: 'Set the column to Text in the spreadsheet, enter the number again, export, then import.',
  },
  phone_country: {
    title: 'Number outside the +1 countries',
    why:
      'The number begins with another country’s code. Only numbers of the United States, Canada and the other +1 ' +
      'countries can be texted.',
    remedy: 'If it is a US number, remove the plus sign; otherwise enter a +1 number. Then import the row again.',
  },
  phone_taken: {
    title: 'Number of another contact',
    why: 'Another contact of the team has this number. It may belong to one only, so that a STOP is never ambiguous.',
    remedy: 'Correct one of the two records in the source and import the row again.',
  },
  phone_unusual: {
    title: 'Unusual mobile number',
    why: 'The numbering plan does not know such a number for a mobile phone. It may be a slip or a placeholder.',
    remedy: 'The row is imported as it is. Check the number in the source and correct it if it is wrong.',
  },
  stale_mobile: {
    title: 'Old mobile number not put back',
    why: 'The number was corrected here after the source’s own, so the older one was not taken. The rest of the row is in.',
    remedy: 'Correct the number in the source as well; that ends this note.',
  },
  first_name_missing: {
    title: 'No first name',
    why: 'The first name is empty, and so is the fallback field if one is mapped.',
    remedy: 'Add the name in the source and import the row again, or map a fallback field that is filled.',
  },
  last_name_missing: {
    title: 'No last name',
    why: 'The last name is empty, and every contact needs one.',
    remedy: 'Add the name in the source and import the row again.',
  },
  optout_value_unknown: {
    title: 'Unknown opt-out value',
    why: 'The value is neither the opted-in nor the opted-out value of the mapping, and consent is not guessed at.',
    remedy: 'Correct the value in the source, or change the opt-out mapping. Nothing in the row was changed.',
  },
  staff_unknown: {
    title: 'No user has this User ID',
    why: 'The row assigns the person to a User ID that no user of the team has.',
    remedy: 'Add the User ID to a user, or correct it in the source, then import the row again.',
  },
  field_value: {
    title: 'Value does not fit its field',
    why: 'A team field of type number, date or checkbox received something else.',
    remedy: 'Correct the value in the source and import the row again, or map it to a text field.',
  },
  value_too_long: {
    title: 'Value too long',
    why: 'Names and User IDs hold up to 80 characters, text fields up to 1,000. Longer values are never cut off.',
    remedy: 'Shorten the value in the source and import the row again.',
  },
  record_id: {
    title: 'Record ID missing or not readable',
    why: 'Without its record ID a row can’t be matched to a contact, and an opt-out could not be written back.',
    remedy: 'Check that the source delivers the record ID as it is in the CRM, then import again.',
  },
  lead_converted: {
    title: 'Converted lead',
    why: 'The lead has become a contact in the CRM, and the lead record can’t be changed any more.',
    remedy: 'Nothing to do. The person comes with the import of contacts, if that is set up.',
  },
  record_deleted: {
    title: 'Deleted record',
    why: 'The record was deleted in the CRM. The contact here is kept, and so is its texting preference.',
    remedy: 'Nothing to do. Restore the record in the CRM to have the contact updated again.',
  },
  stale_row: {
    title: 'Older than what is stored',
    why: 'The row was read before a change that has already been imported. Taking it would bring back old values.',
    remedy: 'Nothing to do. The newer values are already in.',
  },
  repeated_row: {
    title: 'Repeated record',
    why: 'The same record came more than once in this run. The newest version counts.',
    remedy: 'Nothing to do. The record was imported once.',
  },
  row_width: {
    title: 'Wrong number of values',
    why: 'The row has more values than there are columns, or lacks one that is required. A comma inside a value does this.',
    remedy: 'Put values that hold a comma in quotation marks, and import the row again.',
  },
  duplicate_in_file: {
    title: 'Contact ID more than once',
    why: 'Several rows of the file have the same contact ID. Only one of them can be right, so none was imported.',
    remedy: 'Keep the row that is right and import it again.',
  },
  id_spreadsheet: {
    title: 'Contact ID changed by a spreadsheet',
    why: 'A spreadsheet took the ID for a quantity and rounded it or gave it decimals: its digits are uncertain.',
    remedy: 'Set the column to Text in the spreadsheet, enter the ID again, export, then import.',
  },
  id_case: {
    title: 'Record ID with letters changed',
    why: 'An 18-character Salesforce ID ends in a check of its own letters, and here the two do not agree.',
    remedy: 'Copy the ID from Salesforce once more and import the row again.',
  },
  id_rounded: {
    title: 'Contact ID may be rounded',
    why: 'The ID has 16 digits or more and ends in zeros: a spreadsheet keeps only 15 digits of a number.',
    remedy: 'The row is imported as it is. Compare the ID with the source; if it was rounded, export it as Text.',
  },
  cell_error: {
    title: 'A formula’s error as a value',
    why: 'A required value is what a spreadsheet or database writes when it has none, such as #REF, #N/A or NULL.',
    remedy: 'Enter the value and import the row again.',
  },
  cell_odd: {
    title: 'A formula’s error taken as text',
    why: 'A value is what a spreadsheet or database writes when it has none, such as #REF, #N/A or NULL.',
    remedy: 'The row is imported with it. Correct the value in the source if it is not meant.',
  },
  value_without_header: {
    title: 'Value under no header',
    why: 'A column without a name holds a value. Nobody can tell what it is, so it was left out.',
    remedy: 'Name the column in the first row, or empty it.',
  },
};
