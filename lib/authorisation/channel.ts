/** Heard by every web process: which authorisation to look at again, and nothing else. */
export const authorisationChannel = "licet_authorisation";
