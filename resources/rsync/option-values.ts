/** Values of options that are looked into; the same in JavaScript and in RE2, without quotes and backslashes. */
export const SECONDS = '[1-9][0-9]{0,5}';
export const FILTER_RULE = '([-+HSPR][,/!Csrpx]*|(exclude|include|hide|show|protect|risk)(,[/!Csrpx]+)?)[ _]';
/** rsync takes an exclude or include pattern of this one character as the order to forget all patterns before it. */
export const CLEARING_PATTERN = '!';
