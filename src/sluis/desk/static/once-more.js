/* Asked again from a page of this very address, the browser shows its cookie, if it has one. */
"use strict";
location.replace(location.pathname);
