// The site's search runs in a worker, which browsers refuse to start from a file. There, a hidden
// frame takes the worker's place, so that the search works from a USB-free copy of the site's folder.
(function () {
  if (location.protocol !== "file:") return;

  function load(frame, url) {
    return new Promise(function (resolve, reject) {
      var script = frame.document.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = reject;
      frame.document.head.appendChild(script);
    });
  }

  class IFrameWorker extends EventTarget {
    constructor(url) {
      super();
      var element = document.createElement("iframe");
      element.hidden = true;
      element.title = "search";
      document.body.appendChild(element);
      var frame = (this.frame = element.contentWindow);
      var outside = this;
      frame.postMessage = function (data) {
        outside.dispatchEvent(new MessageEvent("message", { data: data }));
      };
      frame.importScripts = function () {
        return Array.from(arguments).reduce(function (before, next) {
          return before.then(function () { return load(frame, next); });
        }, Promise.resolve());
      };
      this.ready = load(frame, url);
    }

    postMessage(data) {
      var frame = this.frame;
      this.ready.then(function () {
        frame.dispatchEvent(new MessageEvent("message", { data: data }));
      });
    }
  }

  window.IFrameWorker = IFrameWorker;
  window.Worker = IFrameWorker;
})();
