import { ApiError } from '../apiError.ts';

/**
 * The published texts of the Reports and Dashboards REST API, under its own codes.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_analytics.meta/api_analytics/sforce_analytics_rest_api_error_codes.htm
 */
const badRequest = (message: string): ApiError => new ApiError(400, 'BAD_REQUEST', message);
const forbidden = (message: string): ApiError => new ApiError(403, 'FORBIDDEN', message);

export const matrixSort = (): ApiError => badRequest("Column sorting isn't supported for matrix reports.");
export const sortNotSelected = (): ApiError => badRequest('The sort column name must be from a selected column.');
export const sortMissing = (): ApiError => badRequest("The sort column name can't be null.");
export const tooManySorts = (): ApiError => badRequest('A report can only be sorted by one column.');
export const tooManyColumns = (): ApiError =>
  badRequest(
    'Only a report with fewer than 100 columns can be run. The columns are fields specified as detail columns, ' +
      'summaries, or custom summary formulas. Remove unneeded columns from the report and try again.',
  );
export const noFilters = (): ApiError =>
  badRequest(
    'The request is invalid because there are no filters. Specify filters or set filters as an empty array to omit ' +
      'them.',
  );
export const noMetadata = (): ApiError =>
  badRequest('The request is invalid because there is no metadata. Specify metadata in the request body.');
export const badId = (value: string): ApiError =>
  badRequest(
    `The filter value for ID ${value} is incorrect. Specify an ID that is 15 or 18 characters long, such as ` +
      '006D000000CrRLw or 005U0000000Rg2CIAS.',
  );
export const badColumn = (value: string): ApiError =>
  badRequest(`Specify a valid filterable column because ${value} is invalid.`);
export const badCondition = (value: string): ApiError =>
  badRequest(`Specify a valid condition because ${value} is invalid.`);
export const badDate = (): ApiError =>
  badRequest(
    "Filter the date in the correct format. Accepted formats are yyyy-MM-dd'T'HH:mm:ss'Z' and yyyy-MM-dd.",
  );

/** Not among the published texts: what a client sees here is only the kind of answer. */
export const badRequestUnpublished = badRequest;

export const groupingsOnTabular = (): ApiError => badRequest('Groupings are not supported on a tabular report.');

export const obsolete = (): ApiError =>
  forbidden(
    'The report definition is obsolete. Your administrator has disabled all reports for the custom object, or its ' +
      'relationships have changed.',
  );
export const mayNotRun = (): ApiError =>
  forbidden('You don’t have permission to run reports. Check that you have the Run Reports user permission.');
export const noPrivileges = (): ApiError =>
  forbidden('You don’t have sufficient privileges to perform this operation.');
export const syncRunsAtOnce = (limit: number): ApiError =>
  forbidden(
    `Reports and Dashboards REST API can't process the request because it can accept only as many as ${limit} ` +
      'requests at a time to run reports synchronously.',
  );
export const resultsAtOnce = (limit: number): ApiError =>
  forbidden(
    `Reports and Dashboards REST API can't process the request because it can accept only as many as ${limit} ` +
      'requests at a time to get results of reports run asynchronously.',
  );
export const runsAnHour = (limit: number, how: 'synchronously' | 'asynchronously'): ApiError =>
  forbidden(`You can't run more than ${limit} reports ${how} every 60 minutes. Try again later.`);

export const unavailable = (): ApiError =>
  new ApiError(404, 'NOT_FOUND', 'The data you’re trying to access is unavailable.');
export const notJson = (): ApiError =>
  new ApiError(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    'The Reports and Dashboards REST API only supports JSON content type in both request and response bodies. ' +
      'Specify requests with content type as application/json.',
  );
export const runFailed = (): ApiError =>
  new ApiError(
    500,
    'INTERNAL_SERVER_ERROR',
    'We ran into an error when running this report. Try to re-submit your query.',
  );
export const instanceStale = (): ApiError =>
  new ApiError(
    500,
    'INTERNAL_SERVER_ERROR',
    "Results for this instance are unavailable because the report's metadata has changed from when the report was " +
      "last run. To get results, run the report again or undo changes to the report's metadata.",
  );
export const unsupportedFormat = (): ApiError =>
  new ApiError(501, 'NOT_IMPLEMENTED', 'You’re requesting data for an unsupported report format.');
