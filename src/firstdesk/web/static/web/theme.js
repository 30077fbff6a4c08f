// Runs before the first paint: a chosen theme wins over the system's.
(function () {
  "use strict";
  try {
    var theme = localStorage.getItem("firstdesk-theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch (error) {
    // Storage may be switched off at a bank; the system's theme is used then.
  }
})();
